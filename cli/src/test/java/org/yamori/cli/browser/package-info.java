/** A real browser for tests of pages. */
@NullMarked
package org.yamori.cli.browser;

import org.jspecify.annotations.NullMarked;
