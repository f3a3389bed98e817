//! The first steps: what the app does, what it keeps, and who may delete. They are shown once to a portal's
//! administrators.

use super::failure::Failure;
use super::open::Opened;
use super::{Flows, Viewer};

impl Flows {
    /// Whether the page shows the first steps. It does not if the database does not answer.
    pub async fn is_introduction_due(&self, opened: &Opened) -> bool {
        if !opened.profile.admin {
            return false;
        }
        self.store.is_introduction_due(&opened.portal.member_id).await.unwrap_or_else(|error| {
            tracing::error!(%error, "whether the first steps are due could not be read");
            false
        })
    }

    /// Records that an administrator has read or skipped the first steps.
    ///
    /// # Errors
    /// [`Failure::NotAdministrator`] when the viewer is no administrator; others when the portal does not answer.
    pub async fn end_introduction(&self, viewer: &Viewer) -> Result<(), Failure> {
        self.require_administrator(viewer).await?;
        Ok(self.store.end_introduction(&viewer.portal.installation()).await?)
    }
}
