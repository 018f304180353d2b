/**
 * What copies answered beside what production got: whether both sides were bound to be alike, and
 * what a difference is then worth. {@code Judge} does so for one target; {@code ControlMeeting} and
 * {@code SettledResults} bring a candidate's results and those of its controls together.
 */
package io.querymirror.mirror.judging;
