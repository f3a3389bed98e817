//! Reasons why a portal cannot be called, in terms of what an operator or administrator can change.

/// Why a portal cannot be called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// Its address is private, and this service may not call private addresses.
    PrivateAddress,
    /// It does not use https, and this service may not call plain http.
    PlainHttp,
    /// Its name cannot be resolved.
    UnknownName,
    /// It accepts no connection.
    NoConnection,
    /// Its certificate is not trusted.
    Untrusted,
    /// It lacks a method that the app needs.
    NoSuchMethod,
}
