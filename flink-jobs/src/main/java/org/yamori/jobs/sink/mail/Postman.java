package org.yamori.jobs.sink.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Carries letters to the mail server, over one connection as long as it lasts. */
final class Postman implements AutoCloseable {
    private static final String CONNECT_MILLIS = "10000";
    private static final String ANSWER_MILLIS = "30000";
    private static final int LEAST_FINAL = 500;
    private static final String UTF_8 = "UTF-8";

    private final MailServer server;
    private final Session session;
    private @Nullable Transport transport;

    /** The server is not there, or has no time now: later it may take the letter. */
    static final class LaterException extends Exception {
        private final boolean allRecipients;

        LaterException(MessagingException why, boolean allRecipients) {
            super(words(why), why);
            this.allRecipients = allRecipients;
        }

        /** Whether a letter to somebody else would fare no better. */
        boolean isForAll() {
            return allRecipients;
        }
    }

    /** The server will never take this letter. */
    static final class RefusedException extends Exception {
        RefusedException(MessagingException why) {
            super(words(why), why);
        }
    }

    Postman(MailServer server) throws IOException {
        this.server = server;
        Properties settings = new Properties();
        settings.setProperty("mail.smtp.host", server.host());
        settings.setProperty("mail.smtp.port", String.valueOf(server.port()));
        settings.setProperty("mail.smtp.connectiontimeout", CONNECT_MILLIS);
        settings.setProperty("mail.smtp.timeout", ANSWER_MILLIS);
        settings.setProperty("mail.smtp.writetimeout", ANSWER_MILLIS);
        settings.setProperty("mail.smtp.starttls.required", String.valueOf(isStartTls()));
        settings.setProperty("mail.smtp.starttls.enable", String.valueOf(isStartTls()));
        settings.setProperty("mail.smtp.ssl.enable", String.valueOf(server.security() == MailServer.Security.TLS));
        settings.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        settings.setProperty("mail.smtp.from", server.from());
        if (!server.authorities().isEmpty()) {
            settings.put("mail.smtp.ssl.socketFactory", trusting(server.authorities()));
        }
        session = Session.getInstance(settings, login(server, settings));
    }

    private boolean isStartTls() {
        return server.security() == MailServer.Security.STARTTLS;
    }

    private static @Nullable Authenticator login(MailServer server, Properties settings) throws IOException {
        if (server.login().user().isEmpty()) {
            return null;
        }
        settings.setProperty("mail.smtp.auth", "true");
        PasswordAuthentication known =
                new PasswordAuthentication(server.login().user(), server.login().password());
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return known;
            }
        };
    }

    private static SSLSocketFactory trusting(String file) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException broken) {
            throw new IOException(
                    MailOptions.TLS_CA.key() + ": " + file + " holds no certificates (PEM): " + broken.getMessage(),
                    broken);
        }
    }

    void carry(Letter letter) throws LaterException, RefusedException {
        MimeMessage message;
        try {
            message = message(letter);
        } catch (MessagingException unwritable) {
            throw new RefusedException(unwritable);
        }
        try {
            Transport open = connected();
            open.sendMessage(message, message.getAllRecipients());
        } catch (SendFailedException failed) {
            int code = code(failed);
            if (code >= LEAST_FINAL) {
                throw new RefusedException(failed);
            }
            throw new LaterException(failed, code == 0);
        } catch (MessagingException failed) {
            hangUp();
            throw new LaterException(failed, true);
        }
    }

    /** What the server answered about the letter, 0 if it gave no number. */
    private static int code(MessagingException failed) {
        for (Exception cause = failed; cause instanceof MessagingException mail; cause = mail.getNextException()) {
            if (cause instanceof SMTPAddressFailedException address) {
                return address.getReturnCode();
            }
            if (cause instanceof SMTPSenderFailedException sender) {
                return sender.getReturnCode();
            }
            if (cause instanceof SMTPSendFailedException send && send.getNextException() == null) {
                return send.getReturnCode();
            }
        }
        return failed instanceof SMTPSendFailedException send ? send.getReturnCode() : 0;
    }

    private static String words(MessagingException why) {
        StringBuilder words = new StringBuilder();
        for (Exception cause = why; cause != null; ) {
            String message = String.valueOf(cause.getMessage()).strip();
            if (words.indexOf(message) < 0) {
                words.append(words.isEmpty() ? "" : ": ").append(message);
            }
            cause = cause instanceof MessagingException mail ? mail.getNextException() : null;
        }
        return words.toString().replaceAll("\\s+", " ");
    }

    private Transport connected() throws MessagingException {
        Transport open = transport;
        if (open != null && open.isConnected()) {
            return open;
        }
        hangUp();
        Transport made = session.getTransport("smtp");
        made.connect();
        transport = made;
        return made;
    }

    private MimeMessage message(Letter letter) throws MessagingException {
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", letter.messageId());
            }
        };
        message.setFrom(new InternetAddress(server.from()));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.recipient()));
        message.setSubject(letter.subject(), UTF_8);
        message.setSentDate(Date.from(Instant.ofEpochMilli(letter.madeMillis())));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("Content-Language", letter.language());
        if (!letter.thread().isEmpty()) {
            message.setHeader("In-Reply-To", letter.thread());
            message.setHeader("References", letter.thread());
        }
        if (letter.attachment().length == 0) {
            message.setText(letter.text(), UTF_8);
        } else {
            MimeBodyPart text = new MimeBodyPart();
            text.setText(letter.text(), UTF_8);
            MimeBodyPart json = new MimeBodyPart();
            json.setDataHandler(new DataHandler(new ByteArrayDataSource(letter.attachment(), "application/json")));
            json.setFileName("alert.json");
            message.setContent(new MimeMultipart(text, json));
        }
        return message;
    }

    private void hangUp() {
        Transport open = transport;
        transport = null;
        if (open != null) {
            try {
                open.close();
            } catch (MessagingException gone) {
                // it is closed, whatever the other side says
            }
        }
    }

    @Override
    public void close() {
        hangUp();
    }
}
