/** How long a large registry takes to read, and how fast it answers whose an address is. */
@NullMarked
package org.yamori.cli.bench.registry;

import org.jspecify.annotations.NullMarked;
