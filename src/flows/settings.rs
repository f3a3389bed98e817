//! Reading and changing a portal's settings. Everybody who works with the app may read them; administrators change
//! them, and never over a change of somebody else that they have not seen.

use serde_json::{Map, Value};

use super::failure::Failure;
use super::{Flows, Viewer};
use crate::domain::settings::{FieldError, VersionedSettings};
use crate::store::StoreError;

/// Why settings were not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Some fields cannot be as they were wished.
    #[error("invalid settings")]
    Invalid(Vec<FieldError>),
    /// Somebody else has saved since the form was filled: these are the settings now.
    #[error("the settings have changed")]
    Stale(Box<VersionedSettings>),
    /// Anything else.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

impl Flows {
    /// The settings of the viewer's portal.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn settings(&self, viewer: &Viewer) -> Result<VersionedSettings, Failure> {
        Ok(self.store.find_settings(&viewer.principal.member_id).await?)
    }

    /// Changes what is wished and leaves the rest. With `seen`, the change counts only for that version.
    ///
    /// # Errors
    /// See [`SaveError`]; nothing is changed then.
    pub async fn save_settings(
        &self,
        viewer: &Viewer,
        wished: &Map<String, Value>,
        seen: Option<i64>,
    ) -> Result<VersionedSettings, SaveError> {
        self.require_administrator(viewer).await?;
        let member_id = &viewer.principal.member_id;
        loop {
            let current = self.store.find_settings(member_id).await?;
            if seen.is_some_and(|seen| seen != current.version) {
                return Err(SaveError::Stale(Box::new(current)));
            }
            let next = current.settings.changed(wished).map_err(SaveError::Invalid)?;
            if self.store.save_settings(member_id, current.version, &next).await? {
                tracing::info!(portal.member_id = %member_id, user.id = %viewer.principal.user_id, "settings saved");
                return Ok(VersionedSettings { settings: next, version: current.version + 1 });
            }
            // Somebody was quicker: what they saved is the ground to change now.
        }
    }
}
