package dev.headway.actuate;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * Lets the live board read the answers to the requests that it sends from another origin:
 * another port, or the other name of the loopback address.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch, CORS
 * protocol</a>
 */
public final class BoardCorsFilter extends HttpFilter {

	private final transient SiteAddress site;

	/**
	 * Makes the filter.
	 * @param site tells which origins are boards
	 */
	public BoardCorsFilter(SiteAddress site) {
		this.site = site;
	}

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		// the answer depends on it even if there is none
		response.addHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
		if (origin != null && this.site.isBoard(origin, request)) {
			response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
		}
		chain.doFilter(request, response);
	}

}
