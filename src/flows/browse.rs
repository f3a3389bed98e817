//! Looking: contacts as the signed-in user sees them, page by page, and one contact with what hangs on it.

use std::collections::HashMap;

use super::failure::Failure;
use super::{Flows, Viewer};
use crate::bitrix::contacts::{self, Search};
use crate::bitrix::users;
use crate::domain::contact::{ContactDetails, ContactPage, Personal};
use crate::domain::filter::ContactFilter;
use crate::domain::ids::{ContactId, UserId};

impl Flows {
    /// One page of contacts by rising id.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn list_contacts(
        &self,
        viewer: &Viewer,
        filter: &ContactFilter,
        search: Option<&Search>,
        after: Option<ContactId>,
    ) -> Result<ContactPage, Failure> {
        let (portal, rest) = (&viewer.portal, &self.rest);
        let call = |caller| async move {
            let page = contacts::list(rest, &caller, filter, search, after).await?;
            let names = contacts::look_up_names(rest, &caller, &page.rows, &portal.scope).await?;
            Ok((page, names))
        };
        let listed = self.access.run(portal, &viewer.principal, call).await.map_err(Failure::from);
        let (page, names) = listed.map_err(|failure| match failure {
            Failure::AccessDenied => Failure::ReadDenied,
            other => other,
        })?;
        let items = page.rows.into_iter().map(|row| row.into_contact(&portal.endpoint, &names)).collect();
        Ok(ContactPage { items, total: page.total, next: page.next })
    }

    /// The names of users, as far as the portal lets the viewer see them.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn user_names(
        &self,
        viewer: &Viewer,
        people: &[UserId],
    ) -> Result<HashMap<UserId, Personal>, Failure> {
        let (rest, scope) = (&self.rest, &viewer.portal.scope);
        let call = |caller| async move { users::names(rest, &caller, people, scope).await };
        Ok(self.access.run(&viewer.portal, &viewer.principal, call).await?)
    }

    /// One contact with what its deletion touches.
    ///
    /// # Errors
    /// [`Failure::ContactNotFound`] also when the user may not see it: the portal answers both alike.
    pub async fn show_contact(&self, viewer: &Viewer, id: ContactId) -> Result<ContactDetails, Failure> {
        let (portal, rest) = (&viewer.portal, &self.rest);
        let call = |caller| async move {
            let Some((row, related)) = contacts::read(rest, &caller, id).await? else { return Ok(None) };
            let names =
                contacts::look_up_names(rest, &caller, std::slice::from_ref(&row), &portal.scope).await?;
            Ok(Some((row, names, related)))
        };
        let found = self.access.run(portal, &viewer.principal, call).await?;
        let (row, names, related) = found.ok_or(Failure::ContactNotFound)?;
        Ok(ContactDetails { contact: row.into_contact(&portal.endpoint, &names), related })
    }
}
