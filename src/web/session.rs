//! Sessions: signed tokens in the page that the script sends in a header. There is no cookie, so browsers that block
//! third-party cookies in frames work too. A token names the portal, the user and the installation. It grants no
//! permissions by itself.

use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use super::error::ProblemKind;
use crate::domain::clock::{SharedClock, UnixTime};
use crate::domain::ids::{MemberId, UserId};
use crate::domain::language::Language;
use crate::flows::open::Opened;

/// How long a session lasts. The page renews it earlier.
const LIFETIME: Duration = Duration::from_mins(30);
const AUDIENCE: &str = "contact-eraser";

/// Issues and reads session tokens.
#[derive(Clone, Debug)]
pub struct Sessions {
    signing: EncodingKey,
    reading: Vec<DecodingKey>,
    clock: SharedClock,
}

/// The content of a valid token.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) member_id: MemberId,
    pub(super) user_id: UserId,
    pub(super) generation: i64,
    pub(super) language: Language,
}

/// A new token.
pub(super) struct IssuedToken {
    pub(super) token: String,
    pub(super) expires_at: UnixTime,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    aud: String,
    exp: i64,
    portal: String,
    user: u32,
    generation: i64,
    lang: String,
}

impl Sessions {
    /// Signs with the first key and accepts all keys, so that a change of keys ends no session.
    #[must_use]
    pub fn new(signing: &[u8; 32], older: &[[u8; 32]], clock: SharedClock) -> Self {
        let reading =
            std::iter::once(signing).chain(older).map(|key| DecodingKey::from_secret(key)).collect();
        Self { signing: EncodingKey::from_secret(signing), reading, clock }
    }

    /// Issues a token for a user whose opening of a page was verified.
    pub(super) fn issue(&self, opened: &Opened, language: Language) -> Result<IssuedToken, ProblemKind> {
        let expires_at = self.clock.now().plus(LIFETIME);
        let claims = Claims {
            aud: AUDIENCE.to_owned(),
            exp: expires_at.0,
            portal: opened.portal.member_id.to_string(),
            user: opened.profile.id.get(),
            generation: opened.portal.generation,
            lang: language.bitrix_code().to_owned(),
        };
        let token = encode(&Header::new(Algorithm::HS256), &claims, &self.signing);
        let token = token.map_err(|error| ProblemKind::Internal(error.to_string()))?;
        Ok(IssuedToken { token, expires_at })
    }

    /// Reads a token that was issued here and has not expired.
    pub(super) fn read(&self, token: &str) -> Result<Session, ProblemKind> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_audience(&[AUDIENCE]);
        // The expiry is checked below with this service's clock.
        validation.validate_exp = false;
        let claims = self.reading.iter().find_map(|key| decode::<Claims>(token, key, &validation).ok());
        let claims = claims.ok_or(ProblemKind::SessionMissing)?.claims;
        if claims.exp <= self.clock.now().0 {
            return Err(ProblemKind::SessionExpired);
        }
        let ids = MemberId::parse(&claims.portal).zip(UserId::new(claims.user));
        let (member_id, user_id) = ids.ok_or(ProblemKind::SessionMissing)?;
        Ok(Session {
            member_id,
            user_id,
            generation: claims.generation,
            language: Language::from_bitrix(&claims.lang),
        })
    }
}
