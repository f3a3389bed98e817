//! Records of what really happened on a portal.

/// One real deletion of a contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Deletion {
    /// The deleted contact.
    pub contact_id: u64,
    /// The user who deleted it.
    pub user_id: u64,
    /// The access token or webhook secret of the call.
    pub access_token_or_webhook: String,
    /// The method of the call.
    pub method: String,
    /// When, in unix seconds.
    pub at: f64,
}

/// One contact that was really added over REST.
#[derive(Debug, Clone, PartialEq)]
pub struct Addition {
    /// The `ORIGIN_ID` that it was added with.
    pub origin: Option<String>,
    /// The number of the new contact.
    pub contact_id: u64,
    /// The user who added it.
    pub user_id: u64,
    /// The method of the call.
    pub method: String,
    /// When, in unix seconds.
    pub at: f64,
}

/// One notice from the application to a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its number; later notices have greater ones.
    pub id: u64,
    /// The user who received it.
    pub user_id: u64,
    /// The user whose token sent it.
    pub sender: u64,
    /// Its text.
    pub message: String,
    /// A later notice with the same tag replaces this one.
    pub tag: Option<String>,
}
