package org.yamori.jobs.sink.mail;

import java.util.List;
import java.util.Locale;

/** What the template of a page says of an alert. */
public final class PageWords {
    private PageWords() {}

    /** What happened, in a sentence. */
    public static String head(Words words, AlertReport alert) {
        return LetterWriter.head(words, alert);
    }

    public static List<String> advice(Words words, AlertReport alert) {
        return LetterWriter.advice(words, alert);
    }

    public static String number(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
