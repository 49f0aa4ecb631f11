package dev.headway.actuate;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * Allows the live board to read answers to requests that it sends to another origin:
 * another port, or the other name of the loopback address.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS
 * protocol</a>
 */
public final class BoardCorsFilter extends HttpFilter {

	private final transient ServerAddresses addresses;

	private final transient AllowedHosts hosts;

	/**
	 * Makes the filter.
	 * @param addresses recognizes the origins of boards
	 * @param hosts the names by which the board may be called
	 */
	public BoardCorsFilter(ServerAddresses addresses, AllowedHosts hosts) {
		this.addresses = addresses;
		this.hosts = hosts;
	}

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		// the answer depends on the header even if the request has none
		response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
		if (origin != null && this.hosts.allow(request) && this.addresses.isBoard(origin, request)) {
			response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
		}
		chain.doFilter(request, response);
	}

}
