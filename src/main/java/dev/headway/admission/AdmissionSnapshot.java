package dev.headway.admission;

import java.util.List;

/**
 * An {@link Admission} at one moment. Entered = running + waiting + refused + left.
 *
 * @param entered requests since the start that weren't exempt
 * @param running requests that may run and haven't left
 * @param waiting requests that wait
 * @param refused requests refused since the start
 * @param left requests that have left since the start, from their worker or from the room
 * @param slotsTaken requests that run with a slot
 * @param overdrawn requests that run without, and have turned out slow
 * @param trials requests that run without, to find out about their handler
 * @param wouldWait requests that ran at once but would have waited, if decisions were
 * enforced
 * @param wouldRefuse the same for those that would have been refused
 * @param handlers what is known of each handler, the last asked for at the end
 */
public record AdmissionSnapshot(long entered, int running, int waiting, long refused, long left, int slotsTaken,
		int overdrawn, int trials, long wouldWait, long wouldRefuse, List<HandlerFigures> handlers) {
}
