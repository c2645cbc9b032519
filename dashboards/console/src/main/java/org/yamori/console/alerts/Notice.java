package org.yamori.console.alerts;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.yamori.wire.Decision;

/**
 * A page that answers a contact.
 *
 * @param sentences what is said, each a paragraph
 * @param problems what is to be changed
 * @param form to change it in
 * @param taken what was written down
 * @param back the alert's page, seen from this one, or empty
 */
public record Notice(
        Language language,
        String title,
        List<String> sentences,
        List<String> problems,
        Optional<ReplyForm> form,
        Optional<Reply> taken,
        String back) {
    public Notice {
        sentences = List.copyOf(sentences);
        problems = List.copyOf(problems);
    }

    /** There is no page, or none for who asks; in all languages, since nobody knows who asks. */
    public static Notice noPage() {
        return new Notice(
                Language.ENGLISH,
                Say.NO_PAGE_TITLE.in(Language.ENGLISH),
                Arrays.stream(Language.values()).map(Say.NO_PAGE::in).toList(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    /** An answer cannot be taken, because nobody knows what the page is about; in all languages for the same reason. */
    public static Notice withoutCase(AlertAddress address) {
        return new Notice(
                Language.ENGLISH,
                Say.NOT_TAKEN_TITLE.in(Language.ENGLISH),
                Arrays.stream(Language.values()).map(Say.NOT_HERE::in).toList(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                back(address));
    }

    /** An answer was taken. */
    public static Notice thanks(AlertCase about, AlertAddress address, Reply reply) {
        Language language = about.language();
        return new Notice(
                language,
                Say.THANKS_TITLE.in(language),
                List.of(Say.THANKS.in(language, about.source())),
                List.of(),
                Optional.empty(),
                Optional.of(reply),
                back(address));
    }

    /** What was typed is no answer yet. */
    public static Notice refused(AlertCase about, AlertAddress address, ReplyForm form) {
        Language language = about.language();
        return new Notice(
                language,
                Say.REFUSED_TITLE.in(language),
                List.of(Say.REFUSED.in(language)),
                form.problems(language),
                Optional.of(form),
                Optional.empty(),
                back(address));
    }

    /** An answer was not taken, for a reason that no other words would mend. */
    public static Notice notTaken(Language language, AlertAddress address, Say why, Object... values) {
        return new Notice(
                language,
                Say.NOT_TAKEN_TITLE.in(language),
                List.of(why.in(language, values)),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                back(address));
    }

    /** From the address of the form to that of the page. */
    public static String back(AlertAddress address) {
        return "../" + address.caseId();
    }

    /** A result as forms and records name it. */
    public static String word(Decision.Result result) {
        return result.name().toLowerCase(Locale.ROOT);
    }

    /** A result as contacts read it. */
    public String words(Decision.Result result) {
        Say words = switch (result) {
            case INFECTED -> Say.INFECTED;
            case MISCONFIGURATION -> Say.MISCONFIGURATION;
            case NORMAL -> Say.NORMAL;
        };
        return words.in(language);
    }
}
