package org.yamori.console.overview;

import java.io.IOException;
import java.util.Optional;

/** Where overviews come from. */
public interface OverviewSource {
    /**
     * The overview of the newest hours there are, or nothing where nothing was counted yet.
     *
     * @throws IOException with a sentence for the page when the index cannot be asked
     */
    Optional<Overview> read(int hours) throws IOException;
}
