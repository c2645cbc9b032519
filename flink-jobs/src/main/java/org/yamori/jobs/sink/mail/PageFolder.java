package org.yamori.jobs.sink.mail;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where pages of cases are kept and how they are reached.
 *
 * @param folder holds a folder for each organisation
 * @param keyFile the secret from which their names are made
 * @param link where the folder is served, or empty
 * @param keep a page that was not written for so long is deleted
 * @param perHour new pages within an hour for one organisation
 */
public record PageFolder(String folder, String keyFile, String link, Duration keep, int perHour)
        implements Serializable {
    private static final int MOST_PER_HOUR = 100_000;
    private static final Duration LONGEST = Duration.ofDays(3650);

    public PageFolder {
        if (!link.isEmpty() && !link.matches("https?://[^\\s/]+(/[^\\s]*)?")) {
            throw new IllegalArgumentException(
                    MailOptions.LINK.key() + " must be like https://yamori.example.jp, was '" + link + "'");
        }
        if (perHour < 1 || perHour > MOST_PER_HOUR) {
            throw new IllegalArgumentException(
                    MailOptions.PAGES_PER_HOUR.key() + " must be 1 to " + MOST_PER_HOUR + ", was " + perHour);
        }
        if (keep.compareTo(Duration.ofHours(1)) < 0 || keep.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    MailOptions.PAGES_KEEP.key() + " must be 1 hour to 3650 days, was " + keep);
        }
        link = link.replaceFirst("/+$", "");
    }

    AlertPages open() throws IOException {
        Path key = Path.of(keyFile);
        byte[] secret;
        try {
            secret = Files.readAllBytes(key);
        } catch (IOException unreadable) {
            throw new IOException(MailOptions.KEY_FILE.key() + ": " + keyFile + " cannot be read", unreadable);
        }
        return new AlertPages(this, new PageTokens(secret));
    }
}
