//! Who may open the application.

use super::html::{Html, fill};
use super::session::Visitor;
use super::words::translate;
use crate::portal::Portal;

/// What a person sees who may not open the application now; `None` if the person may.
pub(super) fn refusal(portal: &Portal, visitor: &Visitor) -> Option<Html> {
    let page = if !portal.may_use_app(visitor.user.id) {
        include_str!("../../assets/templates/no-access.html")
    } else if !portal.is_installed() && !visitor.user.admin {
        include_str!("../../assets/templates/not-installed.html")
    } else {
        return None;
    };
    Some(fill(&translate(page, visitor.lang), &[]))
}
