/** Whether what {@code deploy/} says is true of Kubernetes, of the images' contents and of the program. */
package io.frontugateway.deploy;
