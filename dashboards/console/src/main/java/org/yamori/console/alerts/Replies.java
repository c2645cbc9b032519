package org.yamori.console.alerts;

import java.io.IOException;

/** Where answers of contacts are written down. */
public interface Replies {
    /**
     * Returns when the answer is kept; it replaces what was found before.
     *
     * @throws IOException with a sentence for whoever runs the page
     */
    void write(Reply reply) throws IOException;
}
