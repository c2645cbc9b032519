/** The {@code yamori} command: one door for people. */
@NullMarked
package org.yamori.cli;

import org.jspecify.annotations.NullMarked;
