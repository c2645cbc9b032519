/** The web console: a local page of what arrives, which only reads, and pages for contacts of organisations. */
@NullMarked
package org.yamori.console;

import org.jspecify.annotations.NullMarked;
