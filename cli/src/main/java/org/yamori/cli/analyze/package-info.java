/** Files in, findings out, without servers. */
@NullMarked
package org.yamori.cli.analyze;

import org.jspecify.annotations.NullMarked;
