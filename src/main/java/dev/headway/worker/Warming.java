package dev.headway.worker;

/**
 * Whether the server is still asking itself for its pages, to be warm when others do.
 * What it does until then isn't counted.
 */
public final class Warming {

	private volatile boolean over;

	/**
	 * From now on requests count.
	 */
	public void end() {
		this.over = true;
	}

	/**
	 * Whether requests count.
	 * @return false until the server is warm
	 */
	public boolean isOver() {
		return this.over;
	}

}
