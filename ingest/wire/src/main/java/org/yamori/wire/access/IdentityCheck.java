package org.yamori.wire.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Looks at every file of an access before it is used: a sensor must not find out after a day that its key is wrong. */
final class IdentityCheck {
    private static final Duration SOON = Duration.ofDays(30);

    private final KafkaAccess access;
    private final Instant now;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Something that may be wrong. */
    private interface Look {
        void at() throws AccessException;
    }

    IdentityCheck(KafkaAccess access, Instant now) {
        this.access = access;
        this.now = now;
    }

    List<String> run(Optional<String> sensor) throws AccessException {
        KafkaAccess.Tls tls = access.tls();
        List<X509Certificate> authorities = new ArrayList<>();
        if (!tls.ca().isEmpty()) {
            look(() -> authorities.addAll(authorities(tls.ca())));
        }
        if (tls.hasCertificate()) {
            List<X509Certificate> chain = new ArrayList<>();
            look(() -> chain.addAll(
                    PemFile.read(KafkaAccess.TLS_CERTIFICATE, tls.certificate()).certificates()));
            if (!chain.isEmpty()) {
                look(() -> requireInTime(chain.get(0)));
                look(() -> requireName(chain.get(0), sensor));
                look(() -> requireSigned(chain, authorities));
            }
            look(() -> requireKey(chain));
            warnIfOpen(KafkaAccess.TLS_KEY, tls.key());
        }
        if (access.login().isOn()) {
            look(() -> Password.read(access.login().passwordFile()));
            warnIfOpen(KafkaAccess.PASSWORD_FILE, access.login().passwordFile());
        }
        if (!access.settingsFile().isEmpty()) {
            look(() -> SettingsFile.read(access.settingsFile(), access));
            warnIfOpen(KafkaAccess.SETTINGS_FILE, access.settingsFile());
        }
        if (!problems.isEmpty()) {
            throw new AccessException(problems);
        }
        return warnings;
    }

    private void look(Look look) {
        try {
            look.at();
        } catch (AccessException wrong) {
            problems.add(String.valueOf(wrong.getMessage()));
        }
    }

    /** One that holds is enough: a file may have the old one and the new one. */
    private List<X509Certificate> authorities(String file) throws AccessException {
        List<X509Certificate> all = PemFile.read(KafkaAccess.TLS_CA, file).certificates();
        if (all.stream().noneMatch(this::holds)) {
            X509Certificate last = all.get(all.size() - 1);
            throw new AccessException(
                    KafkaAccess.TLS_CA + " " + file + " " + time(last) + ": nobody vouches for Kafka");
        }
        return all;
    }

    private boolean holds(X509Certificate certificate) {
        return !now.isAfter(certificate.getNotAfter().toInstant())
                && !now.isBefore(certificate.getNotBefore().toInstant());
    }

    private String time(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        return now.isBefore(from)
                ? "holds only from " + from + " on; now it is " + now
                : "expired at " + certificate.getNotAfter().toInstant() + "; now it is " + now;
    }

    private void requireInTime(X509Certificate own) throws AccessException {
        String what = KafkaAccess.TLS_CERTIFICATE + " " + access.tls().certificate();
        if (!holds(own)) {
            throw new AccessException(what + " " + time(own));
        }
        Instant end = own.getNotAfter().toInstant();
        if (Duration.between(now, end).compareTo(SOON) < 0) {
            warnings.add(what + " expires at " + end + ", in "
                    + Duration.between(now, end).toDays() + " days");
        }
    }

    /** The name that brokers make of it, see docs/20-identity.md. */
    private void requireName(X509Certificate own, Optional<String> sensor) throws AccessException {
        String what = KafkaAccess.TLS_CERTIFICATE + " " + access.tls().certificate();
        String subject = own.getSubjectX500Principal().getName(X500Principal.RFC2253);
        String name = commonName(subject);
        if (name.isEmpty()) {
            throw new AccessException(what + " names nobody: its subject must begin with CN=, was '" + subject + "'");
        }
        if (sensor.isPresent() && !access.login().isOn() && !name.equals(sensor.get())) {
            throw new AccessException(what + " is that of '" + name + "', but the sensor is '" + sensor.get()
                    + "': a sensor's certificate has CN=" + sensor.get());
        }
    }

    private static String commonName(String subject) {
        try {
            List<Rdn> parts = new LdapName(subject).getRdns();
            Rdn first = parts.isEmpty() ? new Rdn("CN", "") : parts.get(parts.size() - 1);
            return first.getType().equalsIgnoreCase("CN") ? String.valueOf(first.getValue()) : "";
        } catch (InvalidNameException | IllegalArgumentException unreadable) {
            return "";
        }
    }

    /** The CA of the brokers need not be that of the clients, so an unknown one is only told. */
    private void requireSigned(List<X509Certificate> chain, List<X509Certificate> authorities) throws AccessException {
        String what = KafkaAccess.TLS_CERTIFICATE + " " + access.tls().certificate();
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!isSigned(chain.get(i), chain.get(i + 1))) {
                throw new AccessException(what + " is out of order: certificate " + (i + 1)
                        + " was not signed by the next one; its own comes first, then who signed it");
            }
        }
        X509Certificate last = chain.get(chain.size() - 1);
        if (authorities.isEmpty() || authorities.stream().anyMatch(each -> isSigned(last, each) || each.equals(last))) {
            return;
        }
        String issuer = last.getIssuerX500Principal().getName();
        boolean sameName = authorities.stream()
                .anyMatch(each -> each.getSubjectX500Principal().equals(last.getIssuerX500Principal()));
        if (sameName) {
            throw new AccessException(
                    what + " was not signed by the CA in " + access.tls().ca() + ", which has the same name '" + issuer
                            + "' but another key: was the CA made anew?");
        }
        warnings.add(what + " was signed by '" + issuer + "', which is not in " + KafkaAccess.TLS_CA + " "
                + access.tls().ca() + ": brokers that know no other CA will refuse it");
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate by) {
        try {
            certificate.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException no) {
            return false;
        }
    }

    private void requireKey(List<X509Certificate> chain) throws AccessException {
        PrivateKey key = PemFile.read(KafkaAccess.TLS_KEY, access.tls().key()).key();
        if (!chain.isEmpty() && !belong(key, chain.get(0).getPublicKey())) {
            throw new AccessException(KafkaAccess.TLS_KEY + " " + access.tls().key()
                    + " does not belong to " + KafkaAccess.TLS_CERTIFICATE + " "
                    + access.tls().certificate());
        }
    }

    /** What one has signed the other must verify. */
    private static boolean belong(PrivateKey key, PublicKey certified) {
        try {
            Signature signature =
                    Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
            byte[] text = {'y', 'a', 'm', 'o', 'r', 'i'};
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException ofAnotherKind) {
            return false;
        }
    }

    private void warnIfOpen(String option, String file) {
        try {
            if (Files.getPosixFilePermissions(Path.of(file)).contains(PosixFilePermission.OTHERS_READ)) {
                warnings.add(option + " " + file + " can be read by everyone on this machine; better: chmod 600");
            }
        } catch (IOException | UnsupportedOperationException unknown) {
            warnings.add(option + " " + file + ": who may read it cannot be found out");
        }
    }
}
