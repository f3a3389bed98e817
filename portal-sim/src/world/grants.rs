//! Access tokens, refresh tokens and authorization codes.
//! An access token is valid for an hour, a refresh token for 180 days, a code for 30 seconds and one use.

use std::collections::HashMap;

use super::keys::random_hex;

/// The lifetime of an access token.
pub(crate) const ACCESS_SECONDS: i64 = 3600;
const REFRESH_SECONDS: f64 = 180.0 * 86_400.0;
const CODE_SECONDS: f64 = 30.0;

/// A new pair of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenPair {
    /// Authorizes REST calls.
    pub access_token: String,
    /// Is exchanged for the next pair.
    pub refresh_token: String,
    /// The lifetime of the access token in seconds.
    pub expires_in: i64,
}

/// To whom a token belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) client_id: String,
    pub(crate) portal: usize,
    pub(crate) user_id: u64,
}

#[derive(Debug)]
struct Issued {
    owner: Owner,
    expires_at: f64,
    revoked: bool,
}

/// Whether a token is valid now.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TokenState {
    Valid { owner: Owner, expires_at: f64 },
    Expired,
    Unknown,
}

/// All tokens and codes that were issued.
#[derive(Debug, Default)]
pub(crate) struct Grants {
    access: HashMap<String, Issued>,
    refresh: HashMap<String, Issued>,
    codes: HashMap<String, Issued>,
}

impl Grants {
    /// A new pair of tokens.
    pub(crate) fn mint(&mut self, owner: &Owner, now: f64) -> TokenPair {
        let pair = TokenPair {
            access_token: random_hex(70),
            refresh_token: random_hex(70),
            expires_in: ACCESS_SECONDS,
        };
        let issued = |lifetime| Issued { owner: owner.clone(), expires_at: now + lifetime, revoked: false };
        self.access.insert(pair.access_token.clone(), issued(3600.0));
        self.refresh.insert(pair.refresh_token.clone(), issued(REFRESH_SECONDS));
        pair
    }

    /// A new access token without a refresh token, as events carry it.
    pub(crate) fn mint_access(&mut self, owner: &Owner, now: f64) -> String {
        let access = random_hex(70);
        let issued = Issued { owner: owner.clone(), expires_at: now + 3600.0, revoked: false };
        self.access.insert(access.clone(), issued);
        access
    }

    pub(crate) fn mint_code(&mut self, owner: &Owner, now: f64) -> String {
        let code = random_hex(70);
        let issued = Issued { owner: owner.clone(), expires_at: now + CODE_SECONDS, revoked: false };
        self.codes.insert(code.clone(), issued);
        code
    }

    pub(crate) fn check(&self, access_token: &str, now: f64) -> TokenState {
        match self.access.get(access_token) {
            Some(issued) if issued.revoked => TokenState::Unknown,
            Some(issued) if issued.expires_at <= now => TokenState::Expired,
            Some(issued) => TokenState::Valid { owner: issued.owner.clone(), expires_at: issued.expires_at },
            None => TokenState::Unknown,
        }
    }

    /// The owner of a code that can be used now.
    pub(crate) fn find_code(&self, code: &str, client_id: &str, now: f64) -> Option<Owner> {
        usable(self.codes.get(code), client_id, now)
    }

    /// The owner of a refresh token that can be used now.
    pub(crate) fn find_refresh(&self, token: &str, client_id: &str, now: f64) -> Option<Owner> {
        usable(self.refresh.get(token), client_id, now)
    }

    /// The owner of a refresh token or code, even if it can no longer be used.
    pub(crate) fn former_owner(&self, secret: &str) -> Option<Owner> {
        self.refresh.get(secret).or_else(|| self.codes.get(secret)).map(|issued| issued.owner.clone())
    }

    /// Makes a refresh token or a code unusable.
    pub(crate) fn use_up(&mut self, secret: &str) {
        for issued in [self.refresh.get_mut(secret), self.codes.get_mut(secret)].into_iter().flatten() {
            issued.revoked = true;
        }
    }

    /// Lets an access token expire now.
    pub(crate) fn expire(&mut self, access_token: &str, now: f64) {
        if let Some(issued) = self.access.get_mut(access_token) {
            issued.expires_at = issued.expires_at.min(now);
        }
    }

    /// Lets the access tokens of the affected owners expire now.
    pub(crate) fn expire_all(&mut self, affected: impl Fn(&Owner) -> bool, now: f64) {
        for issued in self.access.values_mut().filter(|issued| affected(&issued.owner)) {
            issued.expires_at = issued.expires_at.min(now);
        }
    }

    /// Revokes all tokens and codes of the affected owners.
    pub(crate) fn revoke(&mut self, affected: impl Fn(&Owner) -> bool) {
        let all = self.access.values_mut().chain(self.refresh.values_mut()).chain(self.codes.values_mut());
        for issued in all.filter(|issued| affected(&issued.owner)) {
            issued.revoked = true;
        }
    }
}

fn usable(issued: Option<&Issued>, client_id: &str, now: f64) -> Option<Owner> {
    issued
        .filter(|issued| !issued.revoked && issued.expires_at > now && issued.owner.client_id == client_id)
        .map(|issued| issued.owner.clone())
}

/// Whether a text has the form of an access token.
pub(crate) fn is_well_formed(token: &str) -> bool {
    (32..=128).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_hexdigit())
}
