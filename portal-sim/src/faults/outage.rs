//! How a whole portal fails to answer.

/// How a portal that accepts connections fails to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outage {
    /// The answer is 503 with the front end's HTML page.
    Unavailable,
    /// Each connection is closed without an answer.
    Cut,
    /// No answer ever comes.
    Silent,
}
