//! What can stand between this service and a portal, as somebody who could clear it away would put it.

/// Why a portal cannot be called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// Its address is a private one, and this service may not call such.
    PrivateAddress,
    /// It is not reached over https, and this service may not call such.
    PlainHttp,
    /// Nobody knows its name.
    UnknownName,
    /// It takes no connection.
    NoConnection,
    /// Its certificate is not to be believed.
    Untrusted,
    /// It does not know a method that the app cannot do without.
    NoSuchMethod,
}
