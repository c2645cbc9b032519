@NullMarked
package org.yamori.cli.alerts;

import org.jspecify.annotations.NullMarked;
