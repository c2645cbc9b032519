/** The registry on its way from a file into its topic. */
@NullMarked
package org.yamori.cli.registry;

import org.jspecify.annotations.NullMarked;
