@NullMarked
package org.yamori.cli.demo;

import org.jspecify.annotations.NullMarked;
