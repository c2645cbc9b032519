/** Alerts about hosts of organisations, as an analyst looks at them, ranks them and decides about them. */
@NullMarked
package org.yamori.cli.alerts;

import org.jspecify.annotations.NullMarked;
