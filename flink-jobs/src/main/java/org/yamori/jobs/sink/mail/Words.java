package org.yamori.jobs.sink.mail;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The words of mails and pages in one language, from {@code words_*.properties}. */
public final class Words {
    private static final String BUNDLE = "org.yamori.jobs.sink.mail.words";

    private final ResourceBundle bundle;
    private final Locale locale;

    private Words(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    static Words of(String language) {
        return new Words(Locale.forLanguageTag(language));
    }

    public String language() {
        return locale.toLanguageTag();
    }

    /** The sentence of a key with its blanks filled in. */
    public String say(String key, Object... blanks) {
        return new MessageFormat(bundle.getString(key), locale).format(blanks);
    }

    /** A word of our documents, as people of this language say it; itself where nobody has translated it. */
    public String word(String group, String word) {
        try {
            return bundle.getString(group + '.' + word.replace(' ', '-'));
        } catch (MissingResourceException none) {
            return word;
        }
    }
}
