/** Every line that the agent prints of itself: its code, its cause, its cure, and how often. */
package io.querymirror.message;
