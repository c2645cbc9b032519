package org.yamori.console.alerts;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page about a case is, below {@code /alerts/}. Both names come from a mail and may be anything: only what
 * looks exactly like them is one.
 *
 * @param token of the organisation; whoever knows it may read all pages of the organisation
 * @param caseId what the alerts of the page have in common
 * @param answering whether it is the address that the page's form sends to
 */
public record AlertAddress(String token, String caseId, boolean answering) {
    /** What all these addresses begin with. */
    public static final String ROOT = "/alerts/";

    private static final String ANSWERS = "/outcome";
    private static final Pattern PATH = Pattern.compile(ROOT + "([A-Za-z0-9_-]{43})/([0-9a-f]{32})(" + ANSWERS + ")?");

    /** Reads a path as it came, in which nothing was decoded. */
    public static Optional<AlertAddress> of(String path) {
        Matcher found = PATH.matcher(path);
        return found.matches()
                ? Optional.of(new AlertAddress(found.group(1), found.group(2), found.group(3) != null))
                : Optional.empty();
    }

    /** Whether somebody may send something to a path, if there is a page. */
    public static boolean takesAnswers(String path) {
        return path.startsWith(ROOT) && path.endsWith(ANSWERS);
    }
}
