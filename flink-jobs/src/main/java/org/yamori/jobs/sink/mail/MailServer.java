package org.yamori.jobs.sink.mail;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yamori.wire.Contacts;

/**
 * The way to a mail server.
 *
 * @param address host:port
 * @param security how the way is kept secret
 * @param authorities certificates of who vouches for it, or empty for Java's own
 * @param login how to log in
 * @param from address that mails come from
 */
public record MailServer(String address, Security security, String authorities, Login login, String from)
        implements Serializable {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:]+]|[A-Za-z0-9._-]+):([1-9][0-9]{0,4})");
    private static final int LARGEST_PORT = 65_535;

    /** How the way to the server is kept secret. */
    public enum Security {
        NONE,
        STARTTLS,
        TLS;

        static Security of(String word) {
            return Stream.of(values())
                    .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            MailOptions.SECURITY.key() + " must be one of none, starttls, tls, was '" + word + "'"));
        }
    }

    /**
     * How to log in.
     *
     * @param user empty where none is wanted
     * @param passwordFile its first line is the password
     */
    public record Login(String user, String passwordFile) implements Serializable {
        public Login {
            if (user.isEmpty() != passwordFile.isEmpty()) {
                throw new IllegalArgumentException(MailOptions.USER.key() + " and " + MailOptions.PASSWORD_FILE.key()
                        + " go together; only one of them is given");
            }
        }

        String password() throws IOException {
            try (Stream<String> lines = Files.lines(Path.of(passwordFile))) {
                return lines.findFirst()
                        .filter(line -> !line.isEmpty())
                        .orElseThrow(() -> new IOException(
                                MailOptions.PASSWORD_FILE.key() + ": " + passwordFile + " has no first line"));
            }
        }
    }

    public MailServer {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > LARGEST_PORT) {
            throw new IllegalArgumentException(MailOptions.SERVER.key() + " must be host:port, was '" + address + "'");
        }
        if (from.isEmpty()) {
            throw new IllegalArgumentException(MailOptions.FROM.key() + " is missing");
        }
        Contacts unused = Contacts.ofAll(List.of(from));
        if (security == Security.NONE && !login.user().isEmpty()) {
            throw new IllegalArgumentException(MailOptions.USER.key() + " would send its password in the open: "
                    + MailOptions.SECURITY.key() + " must be starttls or tls");
        }
    }

    String host() {
        String host = address.substring(0, address.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** What stands behind the '@' of the sender. */
    String domain() {
        return from.substring(from.indexOf('@') + 1);
    }
}
