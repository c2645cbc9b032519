/** Tests of the measurements of a registry. */
@NullMarked
package org.yamori.cli.bench.registry;

import org.jspecify.annotations.NullMarked;
