package org.yamori.console;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From which page a form was sent, as far as the browser says it. A page that forbids to name it in {@code Referer}, as
 * ours do, names itself {@code null} in {@code Origin}, and so does a page in a sandbox; newer browsers tell them apart
 * by {@code Sec-Fetch-Site}. That decides where it is there, and behind a proxy that changes {@code Host} nothing else
 * can.
 *
 * @param site value of {@code Sec-Fetch-Site}
 * @param origin value of {@code Origin}
 * @param host value of {@code Host}
 */
record FormOrigin(
        @Nullable String site,
        @Nullable String origin,
        @Nullable String host) {
    private static final String NAMELESS = "null";

    /** Whether the browser says that it was a page of another server. */
    boolean isElsewhere() {
        if (site != null) {
            String word = site.toLowerCase(Locale.ROOT);
            return !word.equals("same-origin") && !word.equals("none");
        }
        if (origin == null || origin.equals(NAMELESS)) {
            return false;
        }
        return host == null
                || !HostRule.name(origin.replaceFirst("^https?://", "")).equals(HostRule.name(host));
    }
}
