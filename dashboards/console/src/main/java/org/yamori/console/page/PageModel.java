package org.yamori.console.page;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.yamori.console.overview.Overview;
import org.yamori.wire.Topics;

/**
 * What the templates draw.
 *
 * @param place whose figures they are and where they come from
 * @param hours length of the span
 * @param overview nothing while nothing was counted
 * @param trouble a sentence that says why the figures may be old, if they may
 * @param now by the clock of this machine
 */
public record PageModel(Place place, int hours, Optional<Overview> overview, Optional<String> trouble, Instant now) {
    /** The lengths that can be chosen. */
    public static final List<Integer> HOURS = List.of(1, 6, 24);

    public static final int DEFAULT_HOURS = 6;

    /**
     * Whose figures are shown.
     *
     * @param prefix first word of the indices
     * @param elasticsearch where they are
     */
    public record Place(String prefix, String elasticsearch) {}

    /** The same page in another length. */
    public String address(int otherHours) {
        return "/?hours=" + otherHours + "&prefix=" + place.prefix;
    }

    public boolean isStudy() {
        return new Topics(place.prefix).isStudy();
    }
}
