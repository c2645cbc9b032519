package org.yamori.wire.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** Certificates that OpenSSL makes while a test runs, in a folder of the test; no key is kept anywhere else. */
public final class TestCertificates {
    private static final DateTimeFormatter ASN1 =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String NEW_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";

    private final Path folder;
    private final String ca;

    private TestCertificates(Path folder, String ca) {
        this.folder = folder;
        this.ca = ca;
    }

    /** A new CA of this name. */
    public static TestCertificates newCa(Path folder, String file, String name) throws Exception {
        Files.writeString(folder.resolve(file + ".cnf"), """
                [ca]
                default_ca = it
                [it]
                database = %1$s.index
                new_certs_dir = .
                rand_serial = yes
                default_md = sha256
                policy = any
                unique_subject = no
                copy_extensions = copy
                [any]
                organizationName = optional
                commonName = supplied
                """.formatted(file));
        Files.writeString(folder.resolve(file + ".index"), "");
        TestCertificates made = new TestCertificates(folder, file);
        made.openssl(
                "req -x509 " + NEW_KEY + " -days 3650 -keyout " + file + ".key -out " + file + ".crt -subj",
                "/CN=" + name);
        return made;
    }

    public Path ca() {
        return folder.resolve(ca + ".crt");
    }

    /** A certificate that holds now, for clients and for brokers on this machine. */
    public Path certificate(String name) throws Exception {
        Instant now = Instant.now();
        return certificate(name, "/CN=" + name, now.minusSeconds(3600), now.plusSeconds(86_400 * 365L));
    }

    /** A certificate {@code FILE.crt} with its key {@code FILE.key}. */
    public Path certificate(String file, String subject, Instant from, Instant to) throws Exception {
        openssl(
                "req " + NEW_KEY + " -addext subjectAltName=IP:127.0.0.1,DNS:localhost -keyout " + file + ".key -out "
                        + file + ".csr -subj",
                subject);
        openssl("ca -batch -notext -config " + ca + ".cnf -cert " + ca + ".crt -keyfile " + ca + ".key -in " + file
                + ".csr -out " + file + ".crt -startdate " + ASN1.format(from) + " -enddate " + ASN1.format(to));
        Files.setPosixFilePermissions(key(file), PosixFilePermissions.fromString("rw-------"));
        return folder.resolve(file + ".crt");
    }

    public Path key(String file) {
        return folder.resolve(file + ".key");
    }

    /** Runs OpenSSL in the folder. */
    public void openssl(String words, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words.split(" ")));
        command.addAll(List.of(more));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException absent) {
            String message = "no openssl; on Debian: apt-get install openssl";
            if ("true".equals(System.getenv("CI"))) {
                fail(message, absent);
            } else {
                abort(message);
            }
            throw absent;
        }
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
    }
}
