package org.yamori.kibana.install;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Who we are to a server, and whom we believe.
 *
 * @param authorization what is sent as Authorization, or nothing where none is needed
 * @param authorities a file of certificates (PEM) of who may vouch for the server; without one those of Java
 */
public record ServerAccess(String authorization, Optional<Path> authorities) {
    /** Nobody in particular. */
    public static final ServerAccess ANONYMOUS = new ServerAccess("", Optional.empty());

    public ServerAccess withUser(String name, String password) {
        if (name.isEmpty() || name.contains(":")) {
            throw new IllegalArgumentException("a user's name is not empty and has no colon, was '" + name + "'");
        }
        String pair = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
        return new ServerAccess("Basic " + pair, authorities);
    }

    /** The key in the encoded form in which Kibana shows it. */
    public ServerAccess withApiKey(String encodedKey) {
        return new ServerAccess("ApiKey " + encodedKey, authorities);
    }

    public ServerAccess trusting(Path certificates) {
        return new ServerAccess(authorization, Optional.of(certificates));
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return authorization.isEmpty() ? "nobody" : authorization.substring(0, authorization.indexOf(' '));
    }

    SSLContext tls() throws IOException {
        try {
            if (authorities.isEmpty()) {
                return SSLContext.getDefault();
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            try (InputStream pem = Files.newInputStream(authorities.get())) {
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                    store.setCertificateEntry("authority-" + number++, certificate);
                }
            }
            if (number == 0) {
                throw new IOException(authorities.get() + " holds no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException unreadable) {
            throw new IOException(
                    authorities.map(Path::toString).orElse("Java's list of authorities")
                            + " cannot be read as certificates: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** Refuses what is no address of a server. */
    static URI requireServer(String what, String url) {
        if (!url.matches("https?://[^/?#@ ]+(/[^?# ]*)?")) {
            throw new IllegalArgumentException(
                    what + " is at http://host:port or https://host:port, was '" + url + "'");
        }
        try {
            return URI.create(url.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(what + " cannot be at '" + url + "'", malformed);
        }
    }
}
