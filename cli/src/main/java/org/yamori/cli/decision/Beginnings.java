package org.yamori.cli.decision;

import java.util.Collection;
import java.util.List;
import org.yamori.cli.Refusal;

/** What a person names by the beginning of an id. */
public final class Beginnings {
    private Beginnings() {}

    /**
     * The one thing that was named.
     *
     * @param found ids of all that begin so
     * @param what for example {@code surge}
     * @param there how many there are to choose from
     */
    public static String only(String beginning, Collection<String> found, String what, int there) {
        if (found.isEmpty()) {
            throw new Refusal("no " + what + " has an id that begins with '" + beginning + "'; 'yamori " + what
                    + "s list' shows the " + there + " that there are");
        }
        if (found.size() > 1) {
            List<String> ids = found.stream().limit(3).toList();
            throw new Refusal(found.size() + " " + what + "s have an id that begins with '" + beginning
                    + "', for example " + String.join(" and ", ids) + "; give more of it");
        }
        return found.iterator().next();
    }
}
