/** Placeholder. */
@NullMarked
package org.yamori.cli;

import org.jspecify.annotations.NullMarked;
