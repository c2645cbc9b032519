package org.yamori.wire.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A file of certificates or keys between lines of dashes (RFC 7468). What it refuses names option and file. */
final class PemFile {
    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern PART =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";
    private static final String LOCKED_KEY = "ENCRYPTED PRIVATE KEY";
    /** The kinds that Kafka's clients read. */
    private static final List<String> KEY_KINDS = List.of("EC", "RSA");

    private final String what;
    private final List<Part> parts;
    private final boolean locked;

    private record Part(String label, byte[] bytes) {
        String text() {
            return "-----BEGIN " + label + "-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + label
                    + "-----\n";
        }
    }

    private PemFile(String what, List<Part> parts, boolean locked) {
        this.what = what;
        this.parts = parts;
        this.locked = locked;
    }

    static PemFile read(String option, String file) throws AccessException {
        String what = option + " " + file;
        String text = text(what, file);
        List<Part> parts = new ArrayList<>();
        Matcher part = PART.matcher(text);
        boolean locked = text.contains("Proc-Type: 4,ENCRYPTED");
        while (part.find()) {
            try {
                parts.add(new Part(part.group(1), Base64.getMimeDecoder().decode(part.group(2))));
            } catch (IllegalArgumentException notBase64) {
                throw new AccessException(what + " is damaged in its " + part.group(1), notBase64);
            }
        }
        Matcher begin = BEGIN.matcher(text);
        if (parts.isEmpty() && !locked) {
            throw new AccessException(
                    begin.find()
                            ? what + " is cut off: its " + begin.group(1) + " has no end"
                            : what + " is not in PEM: it has no line -----BEGIN ...-----");
        }
        return new PemFile(what, parts, locked);
    }

    /** The text of a small file. */
    static String text(String what, String file) throws AccessException {
        Path path = Path.of(file);
        try {
            if (Files.isDirectory(path)) {
                throw new AccessException(what + " is a folder");
            }
            if (Files.exists(path) && Files.size(path) > MOST_BYTES) {
                throw new AccessException(what + " is larger than 1 MiB, which no such file is");
            }
            String text = Files.readString(path, ISO_8859_1);
            if (text.isBlank()) {
                throw new AccessException(what + " is empty");
            }
            return text;
        } catch (NoSuchFileException absent) {
            throw new AccessException(what + " does not exist", absent);
        } catch (AccessDeniedException denied) {
            throw new AccessException(
                    what + " may not be read by user " + System.getProperty("user.name") + ", who runs this", denied);
        } catch (AccessException told) {
            throw told;
        } catch (IOException unreadable) {
            throw new AccessException(what + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** In the order in which the file has them. */
    List<X509Certificate> certificates() throws AccessException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Part part : parts) {
                if (part.label.equals(CERTIFICATE)) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(part.bytes)));
                }
            }
        } catch (CertificateException damaged) {
            throw new AccessException(what + " holds a damaged certificate: " + damaged.getMessage(), damaged);
        }
        if (certificates.isEmpty()) {
            throw new AccessException(what + " holds no certificate but " + labels());
        }
        return certificates;
    }

    PrivateKey key() throws AccessException {
        Part key = keyPart();
        for (String kind : KEY_KINDS) {
            Optional<PrivateKey> read = key(kind, key.bytes);
            if (read.isPresent()) {
                return read.get();
            }
        }
        throw new AccessException(what + " holds no key of a kind that Kafka's clients know; those are "
                + String.join(" and ", KEY_KINDS));
    }

    private static Optional<PrivateKey> key(String kind, byte[] bytes) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException anotherKind) {
            return Optional.empty();
        }
    }

    private Part keyPart() throws AccessException {
        for (Part part : parts) {
            if (part.label.equals(KEY)) {
                return part;
            }
        }
        boolean hasPassphrase = locked || parts.stream().anyMatch(part -> part.label.equals(LOCKED_KEY));
        if (hasPassphrase) {
            throw new AccessException(what + " has a passphrase, which nobody could type when this starts by itself;"
                    + " without one: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        }
        if (parts.stream().anyMatch(part -> part.label.endsWith(" " + KEY))) {
            throw new AccessException(what + " holds " + labels() + ", a form that Kafka's clients do not read;"
                    + " in theirs: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        }
        throw new AccessException(what + " holds no private key but " + labels());
    }

    /** Certificates without anything that stands between them in the file. */
    String certificatesText() throws AccessException {
        certificates();
        StringBuilder text = new StringBuilder();
        parts.stream().filter(part -> part.label.equals(CERTIFICATE)).forEach(part -> text.append(part.text()));
        return text.toString();
    }

    String keyText() throws AccessException {
        return keyPart().text();
    }

    private String labels() {
        return "a "
                + String.join(", a ", parts.stream().map(Part::label).distinct().toList());
    }
}
