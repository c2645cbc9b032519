/** The web console: a local, read-only page of what arrives, who watches it and what was found. */
@NullMarked
package org.yamori.console;

import org.jspecify.annotations.NullMarked;
