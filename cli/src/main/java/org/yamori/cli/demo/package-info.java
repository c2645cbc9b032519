/** The demonstration: a scenario nobody knew, played, and what was found of it against what was planted. */
@NullMarked
package org.yamori.cli.demo;

import org.jspecify.annotations.NullMarked;
