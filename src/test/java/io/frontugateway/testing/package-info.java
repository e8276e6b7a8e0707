/** Parts that tests of several rooms are built from: a Frontu that misbehaves, settings, and slots that remember. */
package io.frontugateway.testing;
