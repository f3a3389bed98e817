//! The product in a real browser: the portal's desktop with the app in its frame.

mod driver;
mod flows;
