@NullMarked
package org.yamori.cli.broker;

import org.jspecify.annotations.NullMarked;
