#include "ledger/row_form.h"

#include "ledger/bytes.h"
#include "ledger/rules/event.h"
#include "ledger/sha256.h"

#include <system_error>

namespace ledger {
namespace {

template <class... Kind>
std::string form_of(const std::tuple<Kind...>*) {
    std::string form;
    const auto append = [&form]<class K>(const K*) {
        form += K::name;
        append_form<typename K::Event>(form);
        append_form<typename K::State>(form);
    };
    (append(static_cast<const Kind*>(nullptr)), ...);
    return form;
}

}  // namespace

std::string short_form(std::string_view form) {
    Sha256 sha256;
    return sha256(bytes_of(form)).hex().substr(0, 16);
}

const std::string& row_form() {
    static const std::string form = short_form(form_of(static_cast<const Kinds*>(nullptr)));
    return form;
}

void remove_other_forms(const std::filesystem::path& own) {
    const std::string own_name = own.filename().string();
    const std::string name = own_name.substr(0, own_name.find('@'));
    std::error_code ignored;
    for (const auto& found : std::filesystem::directory_iterator(own.parent_path(), ignored)) {
        const std::string other = found.path().filename().string();
        const bool has_name = other == name || other.starts_with(name + '@');
        if (has_name && other != own_name) std::filesystem::remove_all(found.path(), ignored);
    }
}

}  // namespace ledger
